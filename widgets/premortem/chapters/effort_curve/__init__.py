"""How good is good enough, and who decides to stop?"""
