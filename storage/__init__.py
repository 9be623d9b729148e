"""Where facts stay: the writer, the reader and the tables. No row object leaves this room."""
