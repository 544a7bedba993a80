"""The support bundle: what helps to find a fault, in a .zip, without secrets and without data of persons.

Made beside a running engine, and also when settings or ledger are broken: every part stands for itself, and one that
cannot be made says so in its place. Payloads and documents never stand in it.
"""
