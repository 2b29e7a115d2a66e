"""Orders (工单读法): headers, numbers, states, limits and moments as exports write them."""
