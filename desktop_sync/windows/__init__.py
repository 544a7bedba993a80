"""What only Windows has: drives and the machine's identity. Stands below the rooms, so that stores may ask it too."""
