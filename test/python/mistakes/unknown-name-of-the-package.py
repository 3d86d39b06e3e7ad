# 2 "ToolError"
from generated import ToolErrors

ToolErrors.__name__
