# 4 "size"
from generated.servers.filesystem import list_directory_with_sizes

await list_directory_with_sizes(path=".", sortBy="sizes")
