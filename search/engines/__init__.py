"""The engines that find text: one small protocol, three engines, and the rows themselves."""
