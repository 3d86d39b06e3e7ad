(await tools.describe("filesystem.write_file")).annotations;
