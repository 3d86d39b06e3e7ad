// 4 await
import { get_structured_content } from "generated/servers/everything";
const weather = await get_structured_content({ location: "Chicago" });
const total = weather.temperature + get_structured_content({ location: "New York" });
total;
