// 5 number
import { get_structured_content } from "generated/servers/everything";
const temperatures = await Promise.all((["Chicago", "New York"] as const).map((location) => get_structured_content({ location })));
const hottest = Math.max(...temperatures.map(({ temperature }) => temperature));
console.log(hottest.toUppercase());
