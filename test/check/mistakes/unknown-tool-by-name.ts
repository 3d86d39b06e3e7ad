// 3 "read_file"
console.log("start");
const text = await servers.filesystem.raed_file({ path: "notes.txt" });
text.length;
