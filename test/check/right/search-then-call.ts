const [found] = await tools.search("read a text file");
const details = await tools.describe(`${found.server}.${found.tool}`);
details.identifier.length > 0;
