import { echo } from "generated/servers/everything";
import { write_file } from "generated/servers/filesystem";
const answer = await echo({ message: "hello" });
await write_file({ path: "echo.txt", content: answer });
