"""What somebody most likely meant, and how lists of names read."""

import difflib
import json


def near(name, candidates):
    """The names that are nearest to one, at most three. Case, dashes and underscores do not count as differences."""
    wanted = _fold(name)
    folded = {}
    for candidate in candidates:
        folded.setdefault(_fold(candidate), candidate)
    contained = [each for each in folded if min(len(each), len(wanted)) > 2 and (each in wanted or wanted in each)]
    found = difflib.get_close_matches(wanted, folded, n=3, cutoff=0.6)
    return [folded[each] for each in dict.fromkeys([*found[:1], *sorted(contained, key=len), *found[1:]])][:3]


def did_you_mean(name, candidates):
    """`Did you mean "a" or "b"?` after a space, or nothing."""
    names = near(name, candidates)
    return f" Did you mean {' or '.join(map(quoted, names))}?" if names else ""


def is_slip(written, meant):
    """Whether one name is the other with a slip: another case, dashes or underscores, or one letter in four another."""
    one, other = _fold(written), _fold(meant)
    if one == other:
        return True
    if min(len(one), len(other)) < 4:
        return False
    return _distance(one, other) <= max(1, max(len(one), len(other)) // 4)


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def listed(names, most=20):
    """The names with commas between them, the first few."""
    names = list(names)
    return f"{', '.join(names[:most])}{', ...' if len(names) > most else ''}"


def _fold(name):
    return "".join(character for character in name[:200].lower() if character not in "-_./ ")


def _distance(one, other):
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for index, mine in enumerate(one, 1):
        diagonal, row[0] = row[0], index
        for at, its in enumerate(other, 1):
            diagonal, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, diagonal + (mine != its))
    return row[-1]
