"""What will the full data cost to train on?"""
