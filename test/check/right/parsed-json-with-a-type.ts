import { read_file } from "generated/servers/filesystem";
interface Item {
  id: number;
  price: number;
}
const { items } = JSON.parse(await read_file({ path: "data.json" })) as { items: Item[] };
items.filter((item: Item): boolean => item.price > 2).length;
