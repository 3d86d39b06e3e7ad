/**
 * Cuts a stream of bytes into lines of UTF-8 text, never holding more than `maxLineBytes` of an unfinished one.
 *
 * @returns a function that takes the next chunk and gives the lines it completes; it throws when a line is too long
 */
export function createLineReader(maxLineBytes: number): (chunk: Buffer) => string[] {
  let pieces: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, end);
      if (held + piece.length > maxLineBytes) throw new LineTooLongError(maxLineBytes);
      lines.push(held === 0 ? piece.toString("utf8") : Buffer.concat([...pieces, piece]).toString("utf8"));
      pieces = [];
      held = 0;
      from = end + 1;
    }
    if (from < chunk.length) {
      const rest = chunk.subarray(from);
      if (held + rest.length > maxLineBytes) throw new LineTooLongError(maxLineBytes);
      pieces.push(rest);
      held += rest.length;
    }
    return lines;
  };
}

/** A line was longer than allowed. */
export class LineTooLongError extends Error {
  constructor(maxLineBytes: number) {
    super(`a line is longer than ${maxLineBytes} bytes`);
  }
}

const NEWLINE = 10;
