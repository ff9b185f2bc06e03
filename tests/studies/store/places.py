ENGINES = ("files",)
