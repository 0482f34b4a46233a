"""What the workflows work on: sample data and small fictional systems, such as a shop, a calendar and a sandbox.

Each module is one of them and is imported by its own name.
"""

__all__ = [
    "bundled",
    "calendar_file",
    "code_project",
    "everyday_tools",
    "file_draft",
    "lookups",
    "mail_table",
    "outbox",
    "roles",
    "sandbox",
    "sources",
    "storefronts",
    "work_list",
]
