import { get_structured_content } from "generated/servers/everything";
let city = "Chicago";
const weather = await get_structured_content({ location: city });
weather.temperature;
