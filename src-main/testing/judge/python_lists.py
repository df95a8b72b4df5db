"""Judge of raw output: every line of standard input must be a Python literal. Prints them all as one JSON list."""
import ast
import json
import sys

print(json.dumps([ast.literal_eval(line) for line in sys.stdin.read().split("\n") if line != ""]))
