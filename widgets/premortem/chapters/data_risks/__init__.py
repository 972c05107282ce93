"""What can be wrong with the data, and when would we notice?"""
