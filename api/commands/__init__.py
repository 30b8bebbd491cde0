"""The commands of ``gongbao``, one module each; see ``api.cli``."""
