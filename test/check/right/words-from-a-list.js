import { get_structured_content } from "generated/servers/everything";
const all = [];
for (const location of ["Chicago", "New York"]) all.push(await get_structured_content({ location }));
all.map(({ humidity }) => humidity);
