from generated.servers.filesystem import get_file_info, read_file

steps = {"info": get_file_info, "text": read_file}
{name: len(await step(path="notes.txt")) for name, step in steps.items()}
