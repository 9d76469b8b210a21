"""Where does each sample lie, and how is it labelled and counted?"""
