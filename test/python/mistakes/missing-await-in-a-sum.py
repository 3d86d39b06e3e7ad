# 5 await
from generated.servers.everything import get_structured_content

weather = await get_structured_content(location="Chicago")
total = weather["temperature"] + get_structured_content(location="New York")
total
