"""Which parts can be prototyped and which must be specified first?"""
