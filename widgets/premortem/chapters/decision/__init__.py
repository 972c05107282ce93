"""Go, go with conditions, pilot first, or stop?"""
