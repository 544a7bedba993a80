"""The overview: is it really all right, what is under way, what needs a person's word; a card for each flow."""
