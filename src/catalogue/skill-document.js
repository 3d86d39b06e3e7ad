/** Skills stand in the index as tools of one server. */
export function skillDocument({ name, description, functions, tags }) {
  return {
    group: "skills",
    name,
    description: [description, ...functions.map(({ signature }) => signature)].join("\n"),
    parameters: functions.flatMap(({ parameters }) => parameters.map((parameter) => parameter.name)),
    parameterDocs: [],
    enumValues: [],
    about: tags,
  };
}
