// 3 await
import { search_files } from "generated/servers/filesystem";
if (search_files({ path: ".", pattern: "*.txt" })) {
  console.log("there are some");
}
