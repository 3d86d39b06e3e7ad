const text = await servers.filesystem.read_file({ path: "notes.txt" });
if (text.length > 0) return { size: text.length };
return null;
