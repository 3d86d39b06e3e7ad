from generated.servers.filesystem import edit_file, read_file, write_file

await write_file(path="out.txt", content="one\ntwo\n")
await edit_file(path="out.txt", edits=[{"oldText": "one", "newText": "three"}], dryRun=False)
(await read_file(path="out.txt")).splitlines()
