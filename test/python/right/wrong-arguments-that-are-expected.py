from generated.servers.filesystem import read_file


async def read(**arguments):
    try:
        return await read_file(**arguments)
    except (ToolError, TypeError) as error:
        return type(error).__name__


[await read(name="notes.txt"), await read(path={1, 2})]
