from hypothesis import settings

settings.register_profile("without a clock", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("without a clock")
