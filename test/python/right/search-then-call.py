found = await tools.search("read a file")
description = await tools.describe("filesystem.read_file")
len(found) > 0 and description is not None
