"""The participants' page of a facilitated session: one small page and one websocket, and no kernel behind them."""
