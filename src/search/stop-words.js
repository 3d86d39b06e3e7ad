/** Words that say nothing about a tool: the grammar of English, and what every request and every description says. */
export const stopWords = new Set(
  [
    "a an the this that these those such some any each both few more most other no nor not only own same so than too very",
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself",
    "it its itself they them their theirs themselves what which who whom whose when where why how all",
    "am is are was were be been being have has had having do does did doing done can could will would shall should may might must",
    "and but or if because as until while of at by for with about against between into through during before after above below",
    "to from up down in on out off over under again further then once here there now just also",
    // What is left of "don't", "it's" and the like.
    "s t d ll m re ve don",
    "please help need want like get use using tool give show tell know find make let",
  ].flatMap((line) => line.split(" ")),
);
