"""What a page holds: links, tables of links, menus, headings, attachments. Makes no requests."""
