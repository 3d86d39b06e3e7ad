// 3 "includeImage"
import { get_annotated_message } from "generated/servers/everything";
await get_annotated_message({ messageType: "success", include_image: true });
