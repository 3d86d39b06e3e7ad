# 5 "list_directory"
import generated.servers.filesystem as fs

here = await fs.read_text_file(path="notes.txt")
files = await fs.list_dir(path=".")
len(files) + len(here)
