"""Words and rules of Desktop Sync: no I/O, no clock, no foreign library."""
