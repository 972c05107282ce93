"""The facilitator's panel, kernel side: what its buttons order is checked here, and done by `session.lead`."""
