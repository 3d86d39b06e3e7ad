const { read_file } = await import("generated/servers/filesystem");
(await read_file({ path: "notes.txt" })).length;
