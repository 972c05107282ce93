"""Does everybody expect the same, and is it realistic?"""
