# 4 "includeImage"
from generated.servers.everything import get_annotated_message

await get_annotated_message(messageType="success", include_image=True)
