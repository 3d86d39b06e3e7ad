import { toStem } from "./terms.ts";

/**
 * Words that tools and the people who ask for them use for the same thing, one group a line; a word may stand in several. Written from what
 * tool catalogues are about, not from the queries that the ranking is measured with.
 */
const groups = [
  // What is done.
  "get fetch read retrieve obtain load view",
  "list show browse enumerate display",
  "search find query lookup look discover seek",
  "create add make insert generate build compose new",
  "delete remove erase drop clear destroy unlink",
  "update edit modify change set patch alter adjust revise",
  "write save store put export persist",
  "send post publish submit deliver",
  "move rename transfer relocate",
  "copy duplicate clone",
  "run execute invoke launch start",
  "stop cancel abort terminate kill end close",
  "open launch visit navigate",
  "subscribe follow watch",
  "enable activate",
  "disable deactivate",
  "compute calculate solve count",
  "convert transform translate turn",
  "compare diff versus difference",
  "analyze analyse analysis analytics examine inspect",
  "assess evaluate rate review",
  "summarize summarise summary overview digest brief",
  "validate verify check test",
  "upload attach import",
  "download fetch save",
  "extract parse scrape crawl",
  "merge combine join concatenate",
  "split divide separate",
  "sort order rank",
  "filter select",
  "sum total",
  "average mean",
  "maximum max highest largest",
  "minimum min lowest smallest",
  "encrypt encode hash",
  "decrypt decode",
  "log trace record",
  "monitor track watch",
  "deploy release ship",
  "approve accept confirm",
  "reject decline deny",
  "assign allocate",
  "schedule plan",
  "book reserve reservation booking",
  "pay payment checkout",
  "recommend suggest recommendation suggestion",
  "remember memory memorize note recall",
  // Documents and media.
  "plot chart graph draw visualize diagram figure",
  "image picture photo photograph",
  "image screenshot snapshot capture",
  "video movie film clip",
  "cinema movie theater theatre",
  "song music track playlist album audio",
  "audio sound voice speech",
  "subtitle caption transcript transcription",
  "file document attachment",
  "doc docx word document",
  "pdf document",
  "folder directory",
  "slide presentation ppt pptx powerpoint deck",
  "spreadsheet excel xlsx sheet workbook csv",
  "book novel author",
  "paper article publication research study scholarly academic literature journal",
  "news headline article story",
  "blog post article",
  // The net and programs.
  "web website site webpage page internet online url link",
  "email mail gmail inbox",
  "message chat sms text",
  "repo repository git github code",
  "issue bug ticket",
  "pr pull merge",
  "commit change revision",
  "package library module dependency",
  "database db sql table",
  "container docker image",
  "server host machine",
  "ai llm model",
  "token key secret credential password",
  "id identifier",
  "user account member profile person people",
  // Work and time.
  "task todo reminder",
  "meeting event calendar appointment schedule",
  "time date clock",
  "timezone time zone",
  "company business corporation organization organisation firm",
  "customer client contact",
  "employee staff worker",
  "job career employment vacancy",
  "invoice bill receipt",
  "contract agreement legal",
  "lawyer attorney law legal",
  // Money.
  "stock share equity ticker",
  "finance financial market stock invest investment",
  "price cost quote rate fee",
  "money currency exchange forex",
  "crypto cryptocurrency bitcoin coin token",
  "product item goods merchandise",
  "shop shopping store buy purchase",
  "discount coupon deal offer promotion",
  "gift present",
  "loan mortgage credit",
  "tax vat",
  "charity donate donation nonprofit",
  // Places and travel.
  "weather forecast temperature climate",
  "place location spot venue",
  "address location geocode coordinates",
  "map route direction navigation",
  "trip travel vacation tour holiday journey itinerary destination tourism",
  "hotel accommodation lodging",
  "flight airline airport plane",
  "train rail railway",
  "car vehicle automobile",
  "house home property estate apartment",
  "rent rental lease",
  "restaurant food dining cuisine",
  "recipe cook dish meal food",
  // Life.
  "player athlete",
  "team club",
  "game match fixture",
  "score result",
  "doctor medical health disease patient medicine",
  "drug medication medicine",
  "exercise workout fitness",
  "course class lesson tutorial learn education",
  "exam test quiz",
  "definition dictionary meaning",
  "synonym thesaurus",
  "translate translation language",
  "phone telephone mobile",
  "horoscope zodiac astrology",
  "earthquake seismic quake",
  "joke fun humor",
  "similar related like",
  "latest recent newest current",
  "trending popular hot top",
];

/** The stems of the words that mean what this stem means. */
export function synonymsOf(stem: string): readonly string[] {
  return synonyms.get(stem) ?? [];
}

const synonyms: ReadonlyMap<string, readonly string[]> = (() => {
  const all = new Map<string, Set<string>>();
  for (const group of groups) {
    const stems = [...new Set(group.split(" ").map(toStem))];
    for (const stem of stems) {
      const others = all.get(stem) ?? new Set();
      all.set(stem, others);
      for (const other of stems) if (other !== stem) others.add(other);
    }
  }
  return new Map([...all].map(([stem, others]) => [stem, [...others]]));
})();
