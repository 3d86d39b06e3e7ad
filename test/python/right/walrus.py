from generated.servers.filesystem import read_file

if (text := await read_file(path="notes.txt")) and (count := len(text)) > 3:
    print(count)
while (line := text.partition("\n")[0]) and count > 0:
    count = 0
line
