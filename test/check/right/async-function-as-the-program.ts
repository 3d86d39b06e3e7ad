async () => {
  const text = await servers.filesystem.read_file({ path: "notes.txt" });
  return text.length;
};
