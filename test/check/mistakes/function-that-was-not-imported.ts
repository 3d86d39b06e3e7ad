// 2 "read_file"
const text = await read_file({ path: "notes.txt" });
text.length;
