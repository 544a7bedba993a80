"""MS SQL Server as a source: rows of tables, of procedures and of queries become items that come with their payload.

It speaks through ODBC (pyodbc), which only ``opening`` and ``drivers`` import. It must not know formats, documents or
Acme, and writes nothing into a database but the marks that its mode names.
"""
