import { echo } from "generated/servers/everything";
const answer = await echo({ message: "hello" });
answer.toUpperCase().split(" ").length;
